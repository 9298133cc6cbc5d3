package org.appctoolkit.rule.image;

import java.util.List;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Rule;

/** Rules for image manifests only. */
public final class ImageRules {
  /** Each of them. */
  public static final List<Rule<ImageManifest>> ALL =
      List.of(
          new ImageNameIsUrlLike(),
          new LabelNamesAreUnique(),
          new LabelNameIsNotName(),
          new OsLabelIsLinux(),
          new ArchLabelIsAmd64(),
          new ArchNeedsOs(),
          new OsAndArchAreSupported(),
          new PathWhitelistPathsAreNormal(),
          new AnnotationNamesAreUnique(),
          new AnnotationNamesHaveANamespace(),
          new AnnotationValueIsGiven(),
          new SupportsSystemdNotifyIsABoolean(),
          new HomepageIsAnHttpUrl(),
          new DocumentationIsAnHttpUrl(),
          new CreatedIsATimestamp(),
          new TimestampIsRfc3339(),
          new TimestampHasAT());

  private ImageRules() {}
}

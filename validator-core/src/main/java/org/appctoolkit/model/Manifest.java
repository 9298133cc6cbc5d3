package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.spec.SpecVersion;

/** A manifest of any kind: what rules that hold for all of them see. */
public sealed interface Manifest permits ImageManifest, PodManifest {
  /** The version whose rules apply; not always the one the manifest names. */
  SpecVersion version();

  /** The version the manifest names, as written. */
  Optional<Located<String>> acVersion();

  /** Every app that is described in it. */
  List<App> apps();

  /** Every object that has the form of a port of an app, wherever it stands. */
  List<Port> ports();

  /** The isolators of each app and of the pod. */
  List<Isolators> isolators();
}

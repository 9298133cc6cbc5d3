package org.appctoolkit.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Position;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.validate.Judgement;

/** A file or directory that is to be judged. */
sealed interface Candidate permits Candidate.AsItIs, ManifestTemplate {
  /** Its path. */
  String name();

  /** Adds all that its judgement depends on. */
  void addTo(Fingerprint fingerprint) throws IOException;

  /** Reads and judges it. */
  Verdict judge(Judging how) throws UnreadableException;

  /**
   * What came of it.
   *
   * @param judgement what was found
   * @param places where in the file a place of the judged text is
   * @param leftovers what in the file could not be replaced
   * @param manifestFile where the manifest of an image was taken from, if not out of the image
   */
  record Verdict(
      Judgement judgement,
      PlaceMap places,
      List<FilteredText.Leftover> leftovers,
      Optional<Path> manifestFile) {
    /** Copies the list. */
    public Verdict {
      leftovers = List.copyOf(leftovers);
    }
  }

  /** Where in a file a place of the judged text is. */
  interface PlaceMap {
    /** Nothing was replaced. */
    PlaceMap SAME = position -> new FilteredText.Spot(position.line(), position.column());

    /** The place in the file. */
    FilteredText.Spot inFile(Position position);
  }

  /**
   * One that is judged as it lies there.
   *
   * @param path where
   * @param input what it is
   */
  record AsItIs(Path path, Input input) implements Candidate {
    /** A manifest or an archive, or a layout. */
    static Candidate of(Path path) {
      String name = path.toString();
      return new AsItIs(
          path,
          Input.OfLayout.isOne(path)
              ? new Input.OfLayout(name, path)
              : new Input.OfFile(name, path));
    }

    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public void addTo(Fingerprint fingerprint) throws IOException {
      fingerprint.addTree(path);
      for (String signature : Packaging.signatureNames(String.valueOf(path.getFileName()))) {
        fingerprint.addTree(path.resolveSibling(signature));
      }
    }

    @Override
    public Verdict judge(Judging how) throws UnreadableException {
      return new Verdict(input.judge(how), PlaceMap.SAME, List.of(), Optional.empty());
    }
  }
}

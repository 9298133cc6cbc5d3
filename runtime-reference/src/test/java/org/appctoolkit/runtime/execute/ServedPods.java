package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.appctoolkit.runtime.plan.PodMetadata;

/** Pods that seem to live in a directory, and may ask the metadata service. */
public final class ServedPods {
  private final Pods pods;

  /** None in that directory, which need not exist. */
  public ServedPods(Path directory) throws IOException {
    this.pods = Pods.in(directory);
  }

  /** The directory. */
  public Pods pods() {
    return pods;
  }

  /** Adds one that lives as long as this process. */
  public void add(String token, PodMetadata metadata) throws IOException, RefusedException {
    Path place = Files.createDirectory(pods.place(UUID.fromString(metadata.uuid())));
    MetadataFiles.write(place, token, Optional.empty(), metadata);
    Files.writeString(place.resolve("pid"), ProcessStamp.own() + "\n");
  }

  /** Lets one die. */
  public void end(String uuid) throws IOException {
    Files.writeString(pods.place(UUID.fromString(uuid)).resolve("pid"), "999999999 1\n");
  }
}

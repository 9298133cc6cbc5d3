package org.appctoolkit.runtime.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Volume;

/** The empty volumes of a pod, which its apps share: one directory for each object. */
final class EmptyVolumes {
  private static final int DEFAULT_MODE = 0755;

  private final Host host;
  private final Places places;
  private final Remarks remarks;
  private final Names names = new Names();
  private final Map<Pointer, EmptyVolume> volumes = new LinkedHashMap<>();

  EmptyVolumes(Host host, Places places, Remarks remarks) {
    this.host = host;
    this.places = places;
    this.remarks = remarks;
  }

  /** All that were asked for. */
  List<EmptyVolume> all() {
    return List.copyOf(volumes.values());
  }

  /** The path on the host of a volume of the manifest. */
  String path(Volume volume) {
    EmptyVolume known = volumes.get(volume.pointer());
    if (known != null) {
      return known.path();
    }
    String name = volume.name().map(Located::value).orElse("");
    return add(
        volume.pointer(),
        new EmptyVolume(
            places.volume(names.takeLike(name)),
            mode(volume),
            outside("user", volume.uid(), host.uidMaps(), volume),
            outside("group", volume.gid(), host.gidMaps(), volume)));
  }

  /** The path on the host of a volume that the manifest does not have, for one mount point. */
  String path(Pointer mountPoint, String name) {
    return add(
        mountPoint,
        new EmptyVolume(
            places.volume(names.takeLike(name)),
            DEFAULT_MODE,
            onHost(host.uidMaps(), 0),
            onHost(host.gidMaps(), 0)));
  }

  private String add(Pointer place, EmptyVolume volume) {
    volumes.put(place, volume);
    return volume.path();
  }

  private int mode(Volume volume) {
    if (volume.mode().isEmpty()) {
      return DEFAULT_MODE;
    }
    String written = volume.mode().get().value();
    if (written.matches("0?[0-7]{1,4}")) {
      return Integer.parseInt(written, 8);
    }
    remarks.refuse(
        volume.mode().get().pointer(),
        "the mode " + Quote.of(written) + " of a volume is none",
        "it has up to four octal digits, such as 0755");
    return DEFAULT_MODE;
  }

  private long outside(
      String what, Optional<Located<Long>> written, List<IdMap> maps, Volume volume) {
    long id = written.map(Located::value).orElse(0L);
    Pointer place = written.map(Located::pointer).orElse(volume.pointer());
    if (!Ids.isValid(id)) {
      remarks.refuse(place, id + " is no number of a " + what, "they go from 0 to " + Ids.LARGEST);
      return onHost(maps, 0);
    }
    if (!maps.isEmpty() && maps.stream().noneMatch(map -> map.contains(id))) {
      remarks.reduce(
          place,
          "the volume belongs to "
              + what
              + " 0 in place of "
              + id
              + ", which the user namespace does not have");
      return onHost(maps, 0);
    }
    return onHost(maps, id);
  }

  private static long onHost(List<IdMap> maps, long id) {
    return maps.stream()
        .filter(map -> map.contains(id))
        .findFirst()
        .map(map -> map.outside(id))
        .orElse(id);
  }
}

package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.appctoolkit.document.Json;

/**
 * Parameters of the kernel, of those that belong to the namespaces of the pod: others would change
 * the host. That the kernel has one is looked up on the host, where it can be.
 */
final class SysctlIsolators implements IsolatorKind {
  private static final int LONGEST = 255;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)+");
  private static final Pattern NETWORK = Pattern.compile("net\\..+");
  private static final Pattern OTHERS =
      Pattern.compile(
          "kernel\\.(?:shm|msg)[a-z_]*|kernel\\.(?:sem|auto_msgmni|domainname|hostname)"
              + "|fs\\.mqueue\\..+");

  /** What there is for each interface; those of the host have other names. */
  private static final Pattern OF_INTERFACES =
      Pattern.compile("net\\.ipv[46]\\.(?:conf|neigh)\\..+");

  private final Network network;
  private final HostFiles files;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Fate> fates = new ArrayList<>();

  SysctlIsolators(Network network, HostFiles files) {
    this.network = network;
    this.files = files;
  }

  @Override
  public Set<String> names() {
    return Set.of("os/unix/sysctl");
  }

  @Override
  public void add(Fate fate) {
    fates.add(fate);
  }

  /** Decides. */
  void decide() throws IOException {
    for (Fate fate : fates) {
      decide(fate);
    }
  }

  private void decide(Fate fate) throws IOException {
    if (!(fate.isolator().value().orElse(null) instanceof Json.Obj object)) {
      fate.misunderstand();
      return;
    }
    List<String> wrong = new ArrayList<>();
    List<String> forbidden = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    int set = 0;
    for (Json.Member member : object.members()) {
      String key = dotted(member.key());
      if (!(member.value() instanceof Json.Str value)
          || key.length() > LONGEST
          || value.value().indexOf('\0') >= 0
          || !FORM.matcher(key).matches()) {
        wrong.add(member.key());
      } else if (!isOfThePod(key)) {
        forbidden.add(member.key());
      } else if (isMissing(key)) {
        missing.add(member.key());
      } else {
        values.put(key, value.value());
        set++;
      }
    }
    List<String> reasons = new ArrayList<>();
    tell(reasons, wrong, "no name of a parameter with a text: ");
    tell(reasons, forbidden, "not of a namespace of the pod: ");
    tell(reasons, missing, "not known to this kernel: ");
    if (!reasons.isEmpty() && set == 0) {
      fate.ignore(String.join("; ", reasons));
    } else {
      reasons.forEach(fate::modify);
    }
  }

  private static void tell(List<String> reasons, List<String> keys, String what) {
    if (!keys.isEmpty()) {
      reasons.add(what + Fate.told(keys));
    }
  }

  /** The key with dots between its parts; slashes stand for dots then, and in it as well. */
  private static String dotted(String key) {
    int dot = key.indexOf('.');
    int slash = key.indexOf('/');
    return slash >= 0 && (dot < 0 || slash < dot) ? exchanged(key) : key;
  }

  private static String exchanged(String key) {
    return key.replace('/', '\0').replace('.', '/').replace('\0', '.');
  }

  private boolean isOfThePod(String key) {
    return NETWORK.matcher(key).matches()
        ? !(network instanceof Network.OfHost)
        : OTHERS.matcher(key).matches();
  }

  private boolean isMissing(String key) throws IOException {
    return !OF_INTERFACES.matcher(key).matches()
        && files.at("/proc/sys/" + exchanged(key)) == HostFiles.Kind.MISSING;
  }

  /** The steps that set them. */
  List<Step.OfPod> steps() {
    List<Step.OfPod> steps = new ArrayList<>();
    values.forEach((key, value) -> steps.add(new Step.Sysctl(key, value)));
    return steps;
  }
}

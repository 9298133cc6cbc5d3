package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;

/**
 * Finds out whose processes those of an app are, from the files of its own rootfs.
 *
 * <p>A path stands for the owner of what is there. Anything else is looked for among the names,
 * also when it consists of digits, and is a number if it is no name: so the text from 0.6.0 on;
 * before, it left open which goes first.
 */
final class OwnerSearch {
  private static final String PASSWD = "/etc/passwd";
  private static final String GROUP = "/etc/group";

  private final Host host;
  private final Rootfs rootfs;
  private final Remarks remarks;

  OwnerSearch(Host host, Rootfs rootfs, Remarks remarks) {
    this.host = host;
    this.rootfs = rootfs;
    this.remarks = remarks;
  }

  /** The owner; of a user or group that is refused, number 0 stands in the place. */
  Owner of(App app) throws IOException {
    Accounts users = accounts(PASSWD);
    Optional<Long> user = id("user", app.pointer(), app.user(), PASSWD, users);
    Optional<Long> group = id("group", app.pointer(), app.group(), GROUP, accounts(GROUP));
    long uid = user.orElse(0L);
    Optional<Accounts.Account> account =
        app.user().flatMap(it -> users.named(it.value())).or(() -> users.numbered(uid));
    long mappedUid = mapped("user", place(app, app.user()), host.uidMaps(), uid);
    return new Owner(
        mappedUid,
        mapped("group", place(app, app.group()), host.gidMaps(), group.orElse(0L)),
        supplementary(app),
        mappedUid != uid,
        account.map(Accounts.Account::name).orElse(Long.toString(uid)),
        account);
  }

  private Optional<Long> id(
      String what, Pointer app, Optional<Located<String>> written, String file, Accounts accounts)
      throws IOException {
    if (written.isEmpty()) {
      remarks.refuse(app, "the app has no " + what, "give it one, such as \"0\"");
      return Optional.empty();
    }
    String text = written.get().value();
    Pointer place = written.get().pointer();
    if (text.startsWith("/")) {
      Optional<Rootfs.Node> node = rootfs.at(text);
      if (node.isEmpty()) {
        remarks.refuse(
            place,
            "the " + what + " is that of " + Quote.of(text) + ", which the rootfs does not have",
            "name a file of the image");
      }
      return node.map(what.equals("user") ? Rootfs.Node::uid : Rootfs.Node::gid);
    }
    Optional<Long> named = accounts.named(text).map(Accounts.Account::id);
    if (named.isPresent()) {
      return named;
    }
    if (Ids.areValid(text)) {
      return Optional.of(Long.parseLong(text));
    }
    boolean number = text.matches("[0-9]+");
    remarks.refuse(
        place,
        number
            ? "the " + what + " " + Quote.of(text) + " is larger than any number Linux has for one"
            : "the " + what + " " + Quote.of(text) + " is not in " + file + " of the rootfs",
        number ? "the largest is " + Ids.LARGEST : "name one that is, or write a number");
    return Optional.empty();
  }

  private List<Long> supplementary(App app) {
    Set<Long> gids = new LinkedHashSet<>();
    for (Located<Long> gid : app.supplementaryGids()) {
      if (!Ids.isValid(gid.value())) {
        remarks.refuse(
            gid.pointer(),
            gid.value() + " is no number of a group",
            "they go from 0 to " + Ids.LARGEST);
      } else if (!host.maySetGroups() || !isMapped(host.gidMaps(), gid.value())) {
        remarks.reduce(
            gid.pointer(),
            "the app is not in group " + gid.value() + ", which its user namespace cannot give it");
      } else {
        gids.add(gid.value());
      }
    }
    return List.copyOf(gids);
  }

  private long mapped(String what, Pointer place, List<IdMap> maps, long id) {
    if (isMapped(maps, id)) {
      return id;
    }
    remarks.reduce(
        place,
        "the app runs as "
            + what
            + " 0 in place of "
            + id
            + ", which its user namespace does not have");
    return 0;
  }

  private static boolean isMapped(List<IdMap> maps, long id) {
    return maps.isEmpty() || maps.stream().anyMatch(map -> map.contains(id));
  }

  private static Pointer place(App app, Optional<Located<String>> written) {
    return written.map(Located::pointer).orElse(app.pointer());
  }

  private Accounts accounts(String file) throws IOException {
    return rootfs.read(file).map(Accounts::read).orElse(new Accounts(List.of()));
  }
}

package org.appctoolkit.conformance.scenario.execution;

import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Item;

/**
 * The image that most apps here are run from: it has accounts, directories, and programs of the
 * same name in several places.
 */
final class Furnished {
  /** What it is called; an app of this name has the name of its image. */
  static final String NAME = "environment";

  /** The name of user and group 0, which is not that of any host. */
  static final String CAPTAIN = "captain";

  /** The home directory of the captain. */
  static final String HOME = "/srv/home";

  /** The login shell of the captain. */
  static final String SHELL = "/bin/special";

  /** A user of the image, with {@link #WORKER_ID}. */
  static final String WORKER = "worker";

  static final long WORKER_ID = 1234;

  /** A group of the image, with {@link #CREW_ID}; not the one of the worker. */
  static final String CREW = "crew";

  static final long CREW_ID = 2345;

  /** A user and a group of almost every host, which has another ID in the image. */
  static final String DAEMON = "daemon";

  static final long DAEMON_USER = 3131;
  static final long DAEMON_GROUP = 3232;

  /** A user and a group that are called by a number which is not theirs. */
  static final String NUMERAL = "1000";

  static final long NUMERAL_USER = 5151;
  static final long NUMERAL_GROUP = 5252;

  /** A file of user {@link #OWNER} and group 6262. */
  static final String OWNED = "/srv/owned";

  static final long OWNER = 6161;

  /** A file of user 6363 and group {@link #OWNING_GROUP}. */
  static final String GROUPED = "/srv/grouped";

  static final long OWNING_GROUP = 6464;

  /** A directory to work in. */
  static final String WORK = "/srv/work";

  /** A directory in which everybody may write. */
  static final String OPEN = "/srv/open";

  /** A name that is the probe in the fourth directory of PATH, and no program in the last one. */
  static final String FINDER = "finder";

  /**
   * A path that is the probe when seen from {@link #WORK}, and no program from PATH or the root.
   */
  static final String RELATIVE_FINDER = "tools/finder";

  /** A file that cannot be executed. */
  static final String NO_PROGRAM = "/srv/no-program";

  static final ProbeImage IMAGE =
      ProbeImage.named(NAME)
          .having(
              "/etc/passwd",
              Item.file(
                  """
                  captain:x:0:0:Captain:/srv/home:/bin/special
                  worker:x:1234:77:Worker:/srv/home:/bin/special
                  daemon:x:3131:3232:Daemon:/:/bin/special
                  1000:x:5151:5252:Numeral:/:/bin/special
                  """,
                  0644))
          .having(
              "/etc/group",
              Item.file(
                  """
                  captain:x:0:
                  crew:x:2345:
                  daemon:x:3232:
                  1000:x:5252:
                  """,
                  0644))
          .having(HOME, Item.directory(0755))
          .having(SHELL, Item.symlink(ProbeImage.PROBE))
          .having(OWNED, Item.file("owned", 0644).owned(OWNER, 6262))
          .having(GROUPED, Item.file("grouped", 0644).owned(6363, OWNING_GROUP))
          .having("/usr/bin/" + FINDER, Item.symlink(ProbeImage.PROBE))
          .having("/bin/" + FINDER, decoy())
          .having(OPEN, Item.directory(0777))
          .having(WORK, Item.directory(0755))
          .having(WORK + "/" + RELATIVE_FINDER, Item.symlink(ProbeImage.PROBE))
          .having("/" + RELATIVE_FINDER, decoy())
          .having("/usr/local/sbin/" + RELATIVE_FINDER, decoy())
          .having("/usr/bin/" + RELATIVE_FINDER, decoy())
          .having(NO_PROGRAM, Item.file("this is no program\n", 0644));

  private Furnished() {}

  private static Item decoy() {
    return Item.file("this is no program\n", 0755);
  }
}

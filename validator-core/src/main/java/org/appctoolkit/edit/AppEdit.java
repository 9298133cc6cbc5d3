package org.appctoolkit.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.spec.SpecVersion;

/**
 * A change of the app of an image.
 *
 * <p>Setting something needs an app, or all of exec, user and group among the edits, from which one
 * is made; removing something does not.
 */
public sealed interface AppEdit extends ManifestEdit {
  /** Another executable and its arguments. */
  record SetExec(List<String> exec) implements AppEdit {
    /** Copies the arguments. */
    public SetExec {
      exec = List.copyOf(exec);
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.set(draft, "exec", NewValue.of(exec));
    }
  }

  /** Another user. */
  record SetUser(String user) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.set(draft, "user", new NewValue.Text(user));
    }
  }

  /** Another group. */
  record SetGroup(String group) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.set(draft, "group", new NewValue.Text(group));
    }
  }

  /** The supplementary group IDs, in the place of all there were; since 0.7.0. */
  record SetSupplementaryGids(List<Long> gids) implements AppEdit {
    /** Copies the IDs. */
    public SetSupplementaryGids {
      gids = List.copyOf(gids);
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      AppParts.require(draft, "supplementary group IDs", new SpecVersion(0, 7, 0));
      return AppParts.set(
          draft,
          AppParts.gidsKey(draft),
          new NewValue.Elements(gids.stream().map(NewValue::of).toList()));
    }
  }

  /** Another working directory; since 0.2.0. */
  record SetWorkingDirectory(String path) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      AppParts.require(draft, "working directories", new SpecVersion(0, 2, 0));
      return AppParts.set(draft, "workingDirectory", new NewValue.Text(path));
    }
  }

  /** An environment variable, in the place of one of the same name. */
  record SetEnvironment(String name, String value) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.environment(draft).put(draft.withApp(), name, value);
    }
  }

  /** No environment variable of this name. */
  record RemoveEnvironment(String name) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.hasApp() ? AppParts.environment(draft).remove(draft.withApp(), name) : draft;
    }
  }

  /** What is executed on an event, in the place of what was before. */
  record SetEventHandler(String event, List<String> exec) implements AppEdit {
    /** Copies the arguments. */
    public SetEventHandler {
      exec = List.copyOf(exec);
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.EVENT_HANDLERS.put(
          draft.withApp(), event, event::equals, Map.of("exec", NewValue.of(exec)));
    }
  }

  /** Nothing that is executed on this event. */
  record RemoveEventHandler(String event) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.remove(draft, AppParts.EVENT_HANDLERS, event);
    }
  }

  /**
   * A mount point, in the place of one of the same name.
   *
   * @param readOnly whether the app can only read; empty to leave it unsaid
   */
  record SetMountPoint(String name, String path, Optional<Boolean> readOnly) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      Map<String, NewValue> parts = new LinkedHashMap<>();
      parts.put("path", new NewValue.Text(path));
      readOnly.ifPresent(it -> parts.put("readOnly", NewValue.of(it)));
      return AppParts.MOUNT_POINTS.put(draft.withApp(), name, name::equals, parts);
    }
  }

  /** No mount point of this name. */
  record RemoveMountPoint(String name) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.remove(draft, AppParts.MOUNT_POINTS, name);
    }
  }

  /**
   * A port, in the place of one of the same name.
   *
   * @param count how many ports there are from this one on, since 0.5.2; empty to leave it unsaid
   * @param socketActivated whether the executor listens; empty to leave it unsaid
   */
  record SetPort(
      String name, String protocol, int port, OptionalInt count, Optional<Boolean> socketActivated)
      implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      Map<String, NewValue> parts = new LinkedHashMap<>();
      parts.put("protocol", new NewValue.Text(protocol));
      parts.put("port", NewValue.of(port));
      if (count.isPresent()) {
        AppParts.require(draft, "counts of ports", new SpecVersion(0, 5, 2));
        parts.put("count", NewValue.of(count.getAsInt()));
      }
      socketActivated.ifPresent(it -> parts.put("socketActivated", NewValue.of(it)));
      return AppParts.PORTS.put(draft.withApp(), name, name::equals, parts);
    }
  }

  /** No port of this name. */
  record RemovePort(String name) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return AppParts.remove(draft, AppParts.PORTS, name);
    }
  }

  /**
   * An isolator, in the place of one of the same name.
   *
   * <p>One that some version defines is refused at all others; one that none defines is the
   * author's own. Until 0.3.0 the value is a string. Of two sets that exclude one another, to
   * retain and to remove, neither silently replaces the other, as it would mean something else: the
   * one that there is has to be removed first.
   */
  record SetIsolator(String name, NewValue value) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      requireDefined(draft);
      if (!draft.isSince(0, 4, 0) && !(value instanceof NewValue.Text)) {
        throw new RefusedEditException(
            "the value of an isolator is a string in version "
                + draft.version()
                + "; others came with 0.4.0");
      }
      Draft with = draft.withApp();
      NamedList list = AppParts.isolators(draft);
      String opposite = opposite(name);
      if (list.has(with, given -> AppParts.isSameIsolator(draft, given, opposite))) {
        throw new RefusedEditException(
            "the app has the isolator "
                + opposite
                + ", which excludes "
                + Quote.escape(name)
                + "; remove it first");
      }
      return list.put(
          with,
          name,
          given -> AppParts.isSameIsolator(draft, given, name),
          Map.of(list.parts().get(0), value));
    }

    private void requireDefined(Draft draft) throws RefusedEditException {
      if (DefinedIsolators.versions(name).isPresent()
          && DefinedIsolators.scopes(name, draft.version()).isEmpty()) {
        throw new RefusedEditException(
            name
                + " is no isolator of version "
                + draft.version()
                + "; it is one at other versions ("
                + DefinedIsolators.versions(name).get()
                + ")");
      }
    }

    /** The isolator that this one excludes; empty for none. */
    private static String opposite(String name) {
      if (name.matches("(?:os/)?linux/(?:capabilities|seccomp)-(?:retain|remove)-set")) {
        return name.contains("-retain-")
            ? name.replace("-retain-", "-remove-")
            : name.replace("-remove-", "-retain-");
      }
      return "";
    }
  }

  /** No isolator of this name. */
  record RemoveIsolator(String name) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.hasApp()
          ? AppParts.isolators(draft)
              .remove(draft.withApp(), given -> AppParts.isSameIsolator(draft, given, name))
          : draft;
    }
  }

  /** Whether a set says what an app may do, or what it may not. */
  enum Filter {
    /** What is in the set is allowed, and nothing else. */
    RETAIN,
    /** What is in the set is forbidden. */
    REMOVE;

    private String isolator(String subject) {
      return "os/linux/" + subject + (this == RETAIN ? "-retain-set" : "-remove-set");
    }
  }

  /** Which capabilities the app has or has not; since 0.4.0, as {@link SetIsolator}. */
  record SetCapabilities(Filter filter, List<String> capabilities) implements AppEdit {
    /** Copies the names. */
    public SetCapabilities {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return new SetIsolator(
              filter.isolator("capabilities"),
              new NewValue.Members(Map.of("set", NewValue.of(capabilities))))
          .apply(draft);
    }
  }

  /**
   * Which system calls the app may make or may not; since 0.8.5, as {@link SetIsolator}.
   *
   * @param errno the error that a blocked call returns; empty to end the app
   */
  record SetSeccomp(Filter filter, Optional<String> errno, List<String> calls) implements AppEdit {
    /** Copies the names. */
    public SetSeccomp {
      calls = List.copyOf(calls);
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      Map<String, NewValue> value = new LinkedHashMap<>();
      errno.ifPresent(it -> value.put("errno", new NewValue.Text(it)));
      value.put("set", NewValue.of(calls));
      return new SetIsolator(filter.isolator("seccomp"), new NewValue.Members(value)).apply(draft);
    }
  }

  /** A user annotation, in the place of one of the same name; since 0.8.8. */
  record SetUserAnnotation(String name, String value) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      AppParts.require(draft, "user annotations", new SpecVersion(0, 8, 8));
      return AppParts.USER_ANNOTATIONS.put(draft.withApp(), name, value);
    }
  }

  /** No user annotation of this name. */
  record RemoveUserAnnotation(String name) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.hasApp() ? AppParts.USER_ANNOTATIONS.remove(draft.withApp(), name) : draft;
    }
  }

  /** A user label, in the place of one of the same name; since 0.8.8. */
  record SetUserLabel(String name, String value) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      AppParts.require(draft, "user labels", new SpecVersion(0, 8, 8));
      return AppParts.USER_LABELS.put(draft.withApp(), name, value);
    }
  }

  /** No user label of this name. */
  record RemoveUserLabel(String name) implements AppEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.hasApp() ? AppParts.USER_LABELS.remove(draft.withApp(), name) : draft;
    }
  }

  /** Nothing of what can stand many times: its key goes, too. */
  record Clear(Part part) implements AppEdit {
    /** What can stand many times in an app. */
    public enum Part {
      /** The supplementary group IDs. */
      SUPPLEMENTARY_GIDS("supplementaryGIDs"),
      /** What is executed on events. */
      EVENT_HANDLERS("eventHandlers"),
      /** The environment variables. */
      ENVIRONMENT("environment"),
      /** The isolators. */
      ISOLATORS("isolators"),
      /** The mount points. */
      MOUNT_POINTS("mountPoints"),
      /** The ports. */
      PORTS("ports"),
      /** The user annotations. */
      USER_ANNOTATIONS("userAnnotations"),
      /** The user labels. */
      USER_LABELS("userLabels");

      private final String key;

      Part(String key) {
        this.key = key;
      }
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      if (!draft.hasApp()) {
        return draft;
      }
      String key = part == Part.SUPPLEMENTARY_GIDS ? AppParts.gidsKey(draft) : part.key;
      return draft.withApp().remove(Draft.APP, key);
    }
  }
}

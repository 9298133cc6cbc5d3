package org.appctoolkit.edit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;

/**
 * Names with a text each, such as environment variables: a list of objects or, in some versions, a
 * map.
 *
 * @param list the list; of a map only its place
 * @param isMap whether it is a map
 */
record NamedTexts(NamedList list, boolean isMap) {
  static NamedTexts list(Pointer around, String key, List<String> siblings, String valueKey) {
    return new NamedTexts(new NamedList(around, key, siblings, List.of(valueKey)), false);
  }

  static NamedTexts map(Pointer around, String key, List<String> siblings) {
    return new NamedTexts(new NamedList(around, key, siblings, List.of()), true);
  }

  /** The draft with this text for a name. */
  Draft put(Draft draft, String name, String text) throws RefusedEditException {
    NewValue value = new NewValue.Text(text);
    if (!isMap) {
      return list.put(draft, name, name::equals, Map.of(list.parts().get(0), value));
    }
    Optional<Json.Obj> map = draft.object(list.around(), list.key());
    return map.isPresent()
        ? draft.set(map.get().pointer(), name, value, List.of())
        : draft.set(
            list.around(), list.key(), new NewValue.Members(Map.of(name, value)), list.siblings());
  }

  /** The draft without a name; the list or map stays, if only an empty one. */
  Draft remove(Draft draft, String name) throws RefusedEditException {
    if (!isMap) {
      return list.remove(draft, name::equals);
    }
    Optional<Json.Obj> map = draft.object(list.around(), list.key());
    return map.isPresent() ? draft.remove(map.get().pointer(), name) : draft;
  }
}

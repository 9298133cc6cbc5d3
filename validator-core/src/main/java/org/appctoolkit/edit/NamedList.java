package org.appctoolkit.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;

/**
 * A list of objects that are told apart by their {@code name}, such as labels or ports.
 *
 * @param around the object that has the list
 * @param key the key of the list
 * @param siblings the keys of that object in their usual order
 * @param parts the keys of an entry that the specification knows, apart from the name, in their
 *     usual order
 */
record NamedList(Pointer around, String key, List<String> siblings, List<String> parts) {
  /** Copies the lists. */
  NamedList {
    siblings = List.copyOf(siblings);
    parts = List.copyOf(parts);
  }

  /**
   * The draft with exactly one entry of this name, which has these parts and no other known ones.
   *
   * <p>An entry that there is keeps its place and its unknown keys; a new one becomes the last.
   *
   * @param same whether a name that is found is this one
   */
  Draft put(Draft draft, String name, Predicate<String> same, Map<String, NewValue> values)
      throws RefusedEditException {
    List<Integer> found = indexes(draft, same);
    if (found.isEmpty()) {
      return append(draft, name, values);
    }
    Draft edited = draft;
    for (int i = found.size() - 1; i > 0; i--) {
      edited = removed(edited, found.get(i));
    }
    Pointer entry = around.key(key).index(found.get(0));
    List<String> order = new ArrayList<>(List.of("name"));
    order.addAll(parts);
    for (String part : parts) {
      NewValue value = values.get(part);
      edited = value == null ? edited.remove(entry, part) : edited.set(entry, part, value, order);
    }
    return edited;
  }

  private Draft append(Draft draft, String name, Map<String, NewValue> values)
      throws RefusedEditException {
    Map<String, NewValue> members = new LinkedHashMap<>();
    members.put("name", new NewValue.Text(name));
    for (String part : parts) {
      Optional.ofNullable(values.get(part)).ifPresent(value -> members.put(part, value));
    }
    NewValue entry = new NewValue.Members(members);
    Optional<Json.Arr> list = draft.array(around, key);
    return list.isPresent()
        ? draft.append(list.get(), entry)
        : draft.set(around, key, new NewValue.Elements(List.of(entry)), siblings);
  }

  /** The draft without the entries of this name; the list stays, if only an empty one. */
  Draft remove(Draft draft, Predicate<String> same) throws RefusedEditException {
    List<Integer> found = indexes(draft, same);
    Draft edited = draft;
    for (int i = found.size() - 1; i >= 0; i--) {
      edited = removed(edited, found.get(i));
    }
    return edited;
  }

  /** Whether there is an entry of such a name. */
  boolean has(Draft draft, Predicate<String> same) throws RefusedEditException {
    return !indexes(draft, same).isEmpty();
  }

  private Draft removed(Draft draft, int index) throws RefusedEditException {
    Optional<Json.Arr> list = draft.array(around, key);
    return list.isPresent() ? draft.remove(list.get(), index) : draft;
  }

  private List<Integer> indexes(Draft draft, Predicate<String> same) throws RefusedEditException {
    List<Integer> indexes = new ArrayList<>();
    Optional<Json.Arr> list = draft.array(around, key);
    for (int i = 0; list.isPresent() && i < list.get().elements().size(); i++) {
      if (list.get().elements().get(i) instanceof Json.Obj entry
          && entry.get("name").orElse(null) instanceof Json.Str name
          && same.test(name.value())) {
        indexes.add(i);
      }
    }
    return indexes;
  }
}

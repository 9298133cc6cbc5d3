package org.appctoolkit.conformance.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of collections with something more at the end; nobody can change them. */
final class Copies {
  private Copies() {}

  /** The same list, with an element. */
  static <T> List<T> with(List<T> list, T element) {
    List<T> longer = new ArrayList<>(list);
    longer.add(element);
    return List.copyOf(longer);
  }

  /** The same map, with a value for a key; what there was for that key is gone, and its place. */
  static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> larger = new LinkedHashMap<>(map);
    larger.remove(key);
    larger.put(key, value);
    return Collections.unmodifiableMap(larger);
  }
}

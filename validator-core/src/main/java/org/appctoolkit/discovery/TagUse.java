package org.appctoolkit.discovery;

/**
 * What came of a discovery tag.
 *
 * @param tag the tag
 * @param used whether it led to a URL
 * @param result what came of it, or why nothing did; lower case, no full stop, safe to print
 */
public record TagUse(MetaTag tag, boolean used, String result) {}

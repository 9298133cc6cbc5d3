package org.appctoolkit.discovery;

/**
 * A page, and the name that it is to lead to.
 *
 * @param page the page
 * @param asked what clients will look for
 */
public record PublishedPage(Page page, ImageReference asked) {}

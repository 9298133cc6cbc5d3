/**
 * The network: the only package that touches it.
 *
 * <p>{@link org.appctoolkit.web.HttpWeb} is the {@link org.appctoolkit.discovery.Web} of discovery,
 * on Apache HttpClient. It asks public addresses only, checks the very address it connects to,
 * follows no redirects, sends no cookies and no credentials, and ends in bounded time.
 */
@NullMarked
package org.appctoolkit.web;

import org.jspecify.annotations.NullMarked;

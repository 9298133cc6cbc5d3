/**
 * What users hand in, whatever the front end: files and directories to judge, and how to judge
 * them.
 *
 * <p>An {@link org.appctoolkit.input.Input} finds out by itself what it is, reads within limits,
 * and has itself judged by the {@link org.appctoolkit.validate.Validator}. What cannot be looked at
 * is an {@link org.appctoolkit.input.UnreadableException} with a reason for people.
 */
@NullMarked
package org.appctoolkit.input;

import org.jspecify.annotations.NullMarked;

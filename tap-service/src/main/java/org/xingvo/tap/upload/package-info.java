/**
 * Tables that come with a query (TAP 1.1, section 2.7.6): what the parameter says, where the bytes are, what columns they
 * have in ADQL, and their rows for the database. Holds no SQL connections: {@code tap.db} does. Governing document:
 * docs/tap.md, "Uploads".
 */
@NullMarked
package org.xingvo.tap.upload;

import org.jspecify.annotations.NullMarked;

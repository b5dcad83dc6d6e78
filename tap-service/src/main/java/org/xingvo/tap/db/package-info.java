/**
 * The SQL door of the TAP service: TAP_SCHEMA in and out of the database, and users' compiled queries run as the
 * reading role in read-only transactions. Thread rule: sources are thread-safe, a cursor is for one thread at a time.
 */
@NullMarked
package org.xingvo.tap.db;

import org.jspecify.annotations.NullMarked;

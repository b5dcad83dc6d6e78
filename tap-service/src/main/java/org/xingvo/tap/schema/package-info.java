/**
 * TAP_SCHEMA as records: schemas, tables, columns and keys, what of it a caller sees, and the catalogue that ADQL is
 * compiled against. Holds no SQL. Immutable. Source: TAP 1.1, section 4.
 */
@NullMarked
package org.xingvo.tap.schema;

import org.jspecify.annotations.NullMarked;

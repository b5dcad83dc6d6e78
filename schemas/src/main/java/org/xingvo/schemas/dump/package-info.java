/**
 * The whole database in one file and back, by JDBC alone: the embedded PostgreSQL comes without pg_dump. Tables of the
 * numbered DDL are made by the migrations, all others from what the system catalogue says of them; nothing depends on
 * the sky geometry but indexes, which the target makes with its own functions. Not here: the bytes of files.
 */
@NullMarked
package org.xingvo.schemas.dump;

import org.jspecify.annotations.NullMarked;

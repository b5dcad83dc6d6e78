package org.xingvo.testing;

/**
 * Where a test's database is. Immutable.
 *
 * @param jdbcUrl without user and password
 */
record TestDatabase(String jdbcUrl, String name, String user, String password) {}

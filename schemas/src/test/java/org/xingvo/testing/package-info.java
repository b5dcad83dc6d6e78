/** The database for every module's integration tests, and checks for leaks. */
@NullMarked
package org.xingvo.testing;

import org.jspecify.annotations.NullMarked;

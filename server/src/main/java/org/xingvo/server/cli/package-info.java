/**
 * The command line: one class per command, each only reads options and prints. What can go wrong for a user is one
 * sentence on stderr and an exit code; see {@link org.xingvo.server.cli.Failure}.
 */
@NullMarked
package org.xingvo.server.cli;

import org.jspecify.annotations.NullMarked;

/** ADQL judged from outside: messages, statements, and statements run on PostgreSQL with both geometries. */
@NullMarked
package org.xingvo.adql;

import org.jspecify.annotations.NullMarked;

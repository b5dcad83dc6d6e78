/** The long runs of ADQL on databases: random geometry against arithmetic in Java, random queries executed. */
@NullMarked
package org.xingvo.tap.db.soak;

import org.jspecify.annotations.NullMarked;

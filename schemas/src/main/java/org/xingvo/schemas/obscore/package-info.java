/**
 * What an ObsCore row is: its columns with type, unit, UCD and utype, for the writers of the rows and for the
 * services that publish them. Immutable. Source: ObsCore 1.1 with its first erratum.
 */
@NullMarked
package org.xingvo.schemas.obscore;

import org.jspecify.annotations.NullMarked;

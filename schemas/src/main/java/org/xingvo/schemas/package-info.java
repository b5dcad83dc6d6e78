/**
 * The contracts that the modules share: where the database's schema is and how it is brought up to date, what
 * an ObsCore row is. Knows nothing of HTTP or FITS. Thread rule: everything here is immutable unless it says
 * otherwise.
 */
@NullMarked
package org.xingvo.schemas;

import org.jspecify.annotations.NullMarked;

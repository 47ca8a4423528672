"""Double entry in minor units; entries only ever added; every currency sums to zero."""

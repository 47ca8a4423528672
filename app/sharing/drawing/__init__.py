"""Drawing with type: fonts that cover what people write, lines broken as Chinese wants, the house's printed parts."""

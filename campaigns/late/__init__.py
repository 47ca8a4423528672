"""Late pledges (补筹): after success, at prices of their own, paid and collected at once, until the brand closes them."""

"""The co-creation agreement of a won idea: who is named, who gets which part of the share, and that everybody said yes."""

"""Updates (项目动态): what a campaign's brand tells while it runs and is made, each to its audience."""

"""What a brand changed on a campaign's page once it was public: noted, and told to everybody."""

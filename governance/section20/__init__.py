"""Section 20 of the Landlord and Tenant Act 1985: consulting leaseholders on works and agreements that they pay towards."""

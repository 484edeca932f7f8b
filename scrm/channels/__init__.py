"""Connected accounts, and the contract that every platform's connector fulfils."""

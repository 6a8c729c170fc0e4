# What to answer when a number was not read: the key is “reading-” and the reason.
# $found is where reading stopped; $example is a good answer to the question.

reading-empty = Please type a number. For example: { $example }
reading-too-long = That message is too long. Please type just the number, for example: { $example }
reading-no-number = I see no number here. Please type it in digits, for example: { $example }
reading-two-numbers = There are several numbers here, and one is needed. For example: { $example }
reading-words = I do not understand “{ $found }”. Please type just the number, for example: { $example }
reading-digits = I cannot read “{ $found }”. Please type the digits in a row, for example: { $example }
reading-negative = The number cannot be below zero. For example: { $example }
reading-backwards = In “{ $found }” the first number is greater than the second. Please swap them.
reading-too-many-people = “{ $found }” is too many people for one clinic. Please check the zeros. For example: { $example }
reading-too-much-money = “{ $found }” is too large a sum for one clinic. Please check the zeros. For example: { $example }
reading-part-of-person = People come in whole numbers, and “{ $found }” is not one. For example: { $example }
reading-part-of-kopeck = “{ $found }” has too many decimals. Please type the amount, for example: { $example }
reading-other-currency = “{ $found }” is not the currency chosen for the clinic. Please type the amount in the clinic’s currency, for example: { $example }. To change the currency: /settings
reading-over-whole = A share cannot be over 100%. For example: { $example }
reading-too-big-change = A change can be from −100 to +1000%. For example: { $example }

## Questions for a number with more than one reading. The choices are shown as buttons.

reading-ask-thousands = “{ $found }” can be read in more than one way. Which did you mean?
reading-ask-percent = Please confirm: how many percent is “{ $found }”?

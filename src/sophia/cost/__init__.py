"""The cost engine: a plan's resources, dated prices and a level of use become the yearly bill, line by line."""

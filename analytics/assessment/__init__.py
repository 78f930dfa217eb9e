"""Rule `assessment`: 双控 as data: gross, deductions, net, and what they are held against."""

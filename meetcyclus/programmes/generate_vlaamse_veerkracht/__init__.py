"""The seeded generator of the shipped programme `vlaamse_veerkracht`.

Belongs here: everything that invents the synthetic rows so that they add up to the published totals.
Does not belong here: reading or checking programmes. Standard library only; same code, same bytes.
Run it with `python -m meetcyclus.programmes.generate_vlaamse_veerkracht [--out DIR]`.
"""

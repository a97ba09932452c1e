-- Prefect's history stands in a database of its own: it may be lost without a round noticing.
CREATE DATABASE prefect;

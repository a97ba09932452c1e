"""The only place that knows SQLAlchemy: tables, engine, unit of work, repositories, migrations."""

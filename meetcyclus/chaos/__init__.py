"""Rehearsal of disasters: whole rounds whose walks are killed or lose their power, held against an unbroken one."""

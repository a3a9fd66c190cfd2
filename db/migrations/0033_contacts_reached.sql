-- 0033_contacts_reached - calls that reached nobody are no contacts: days are counted anew.

-- No time zone is called so: the next count begins from the start.
UPDATE performance_rollups SET time_zone = '';

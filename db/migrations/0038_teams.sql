-- 0038_teams - what a team is for, and the colour by which lists tell teams apart (IMP-EXT-02).

ALTER TABLE teams ADD COLUMN description TEXT;
ALTER TABLE teams ADD COLUMN color TEXT; -- #rrggbb

# Debian's libcomps crashes when Python walks through its lists, yet answers by number: dnf is made to ask that way.
# Without this, every `dnf group` and `dnf install @group` is a segmentation fault.
s/^import libcomps$/&\n\n\ndef _each(sequence):\n    return [sequence[k] for k in range(len(sequence))]\n/
s/in self\._i\.\(categories\|environments\|groups\))/in _each(self._i.\1))/
s/\bself\.\(group_ids\|option_ids\|packages\)\b/_each(self.\1)/g

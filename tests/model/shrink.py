"""Makes a failing list of steps as small as it gets while it still fails."""


def shrink(steps, fails, attempts=400):
    """Drops blocks of steps, then smaller ones, while `fails(steps)` says that it still fails."""
    block = max(1, len(steps) // 2)
    while attempts > 0:
        position, dropped = 0, False
        while position < len(steps) and attempts > 0:
            shorter = steps[:position] + steps[position + block:]
            attempts -= 1
            if shorter and fails(shorter):
                steps, dropped = shorter, True
            else:
                position += block
        if block == 1 and not dropped:
            break
        block = max(1, block // 2) if not dropped or block > 1 else 1
    return steps

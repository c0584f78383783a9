package throughline.reasoning.puzzles;

/// Whether numbers reach a target at all: plain recursion over arrays, which a source of puzzles asks far more often
/// than it searches.
final class CountDownReach {
    private final int target;
    private final int largestResult;

    CountDownReach(int target, int largestResult) {
        this.target = target;
        this.largestResult = largestResult;
    }

    boolean from(int[] numbers) {
        if (numbers.length == 1) {
            return numbers[0] == target;
        }
        for (int i = 0; i < numbers.length; i++) {
            for (int j = i + 1; j < numbers.length; j++) {
                if (pair(numbers, i, j)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean pair(int[] numbers, int i, int j) {
        int high = Math.max(numbers[i], numbers[j]);
        int low = Math.min(numbers[i], numbers[j]);
        int[] left = new int[numbers.length - 1];
        int next = 0;
        for (int k = 0; k < numbers.length; k++) {
            if (k != i && k != j) {
                left[next++] = numbers[k];
            }
        }
        return with(left, high + (long) low)
                || with(left, high * (long) low)
                || with(left, high - low)
                || low != 0 && high % low == 0 && with(left, high / low);
    }

    private boolean with(int[] left, long result) {
        left[left.length - 1] = (int) result;
        return result <= largestResult && from(left);
    }
}

namespace Lichen.Studies.MoleculeNet;

/// <summary>A random forest for regression on binary features: the baseline of the study.</summary>
/// <remarks>
/// Breiman 2001, <see href="https://doi.org/10.1023/A:1010933404324"/>: each tree grows on a bootstrap sample until its
/// leaves are pure or cannot be split, each node looks at a random share of the features that differ in it and splits
/// where the squared error falls most.
/// </remarks>
internal sealed class RandomForest
{
    private readonly Tree[] _trees;

    /// <param name="rows">Features that are set, shape (n) of lists.</param>
    /// <param name="values">Labels, shape (n).</param>
    /// <param name="features">The number of features.</param>
    /// <param name="trees">The number of trees.</param>
    /// <param name="share">The share of the features that a node looks at.</param>
    /// <param name="seed">Of all that is drawn.</param>
    public RandomForest(int[][] rows, double[] values, int features, int trees, double share, int seed)
    {
        var random = new Random(seed);
        var growth = new Growth(rows, values, features, share);
        _trees = [.. Enumerable.Range(0, trees).Select(_ => growth.Grow(new Random(random.Next())))];
    }

    public double Predict(int[] row)
    {
        var set = row.ToHashSet();
        return _trees.Average(tree => tree.Predict(set));
    }

    /// <summary>Nodes in arrays: a leaf has no feature; a feature that is set goes to the second child.</summary>
    private sealed record Tree(List<int> Features, List<int> Children, List<double> Values)
    {
        public double Predict(HashSet<int> row)
        {
            var node = 0;
            while (Features[node] >= 0)
            {
                node = Children[node] + (row.Contains(Features[node]) ? 1 : 0);
            }

            return Values[node];
        }
    }

    private sealed class Growth(int[][] rows, double[] values, int features, double share)
    {
        private readonly int[] _counts = new int[features];
        private readonly double[] _sums = new double[features];
        private readonly int[] _differing = new int[features];

        public Tree Grow(Random random)
        {
            var tree = new Tree([-1], [0], [0]);
            int[] sample = [.. Enumerable.Range(0, rows.Length).Select(_ => random.Next(rows.Length))];
            var open = new Stack<(int Node, int Start, int End)>();
            open.Push((0, 0, sample.Length));
            while (open.TryPop(out var part))
            {
                var (node, start, end) = part;
                var own = sample.AsSpan(start, end - start);
                var sum = 0.0;
                foreach (var row in own)
                {
                    sum += values[row];
                }

                tree.Values[node] = sum / own.Length;
                if (Best(own, sum, random) is not { } feature)
                {
                    continue;
                }

                var middle = start + Partition(own, feature);
                var child = tree.Features.Count;
                tree.Features[node] = feature;
                tree.Children[node] = child;
                for (var i = 0; i < 2; i++)
                {
                    tree.Features.Add(-1);
                    tree.Children.Add(0);
                    tree.Values.Add(0);
                }

                open.Push((child, start, middle));
                open.Push((child + 1, middle, end));
            }

            return tree;
        }

        private int? Best(ReadOnlySpan<int> sample, double sum, Random random)
        {
            Array.Clear(_counts);
            Array.Clear(_sums);
            var pure = true;
            foreach (var row in sample)
            {
                pure &= values[row] == values[sample[0]];
                foreach (var feature in rows[row])
                {
                    _counts[feature]++;
                    _sums[feature] += values[row];
                }
            }

            var differing = 0;
            for (var feature = 0; feature < features; feature++)
            {
                if (_counts[feature] > 0 && _counts[feature] < sample.Length)
                {
                    _differing[differing++] = feature;
                }
            }

            if (pure || differing == 0)
            {
                return null;
            }

            // The first places of a shuffle are a draw without replacement.
            var looked = Math.Max(1, (int)Math.Round(share * differing));
            var (best, most) = (-1, double.NegativeInfinity);
            for (var i = 0; i < looked; i++)
            {
                var place = random.Next(i, differing);
                (_differing[i], _differing[place]) = (_differing[place], _differing[i]);
                var feature = _differing[i];
                var (with, without) = (_sums[feature], sum - _sums[feature]);
                var gain = (with * with / _counts[feature]) + (without * without / (sample.Length - _counts[feature]));
                if (gain > most)
                {
                    (best, most) = (feature, gain);
                }
            }

            return best;
        }

        /// <summary>Rows without the feature first; returns how many.</summary>
        private int Partition(Span<int> sample, int feature)
        {
            var without = 0;
            for (var i = 0; i < sample.Length; i++)
            {
                if (Array.BinarySearch(rows[sample[i]], feature) < 0)
                {
                    (sample[i], sample[without]) = (sample[without], sample[i]);
                    without++;
                }
            }

            return without;
        }
    }
}

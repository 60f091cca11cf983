# Golden numbers for the shock and the pooling: run `Rscript luck.R` in this folder; it writes luck.json.
# Shared luck: the multivariate normal density written out with R's own
# determinant and inverse, on the grid of src/stats/shock.ts. Factors: the posterior mean, integrated.
set.seed(20261130)

# Twelve windows of three pipelines that share luck.
windows <- lapply(1:12, function(i) {
  luck <- .3 * rnorm(1)
  v <- c(40, 90, 25) * runif(3, .7, 1.3)
  expected <- 2.2 * v
  data.frame(won = round(expected + v * (luck + .1 * rnorm(3)) + sqrt(v) * rnorm(3)), expected, variance = v)
})
sizes <- c(.02, .04, .06, .08, .1, .125, .15, .175, .2, .25, .3, .35, .4, .45, .5)
density <- function(w, common, own) {
  s <- diag(w$variance + (own * w$variance)^2) + common^2 * outer(w$variance, w$variance)
  r <- w$won - w$expected
  -.5 * (as.numeric(determinant(s)$modulus) + drop(t(r) %*% solve(s, r)))
}
prior <- function(s) -.5 * (log(s / .15) / .8)^2
score <- outer(sizes, sizes, Vectorize(function(c, o) sum(sapply(windows, density, c, o)) + prior(c) + prior(o)))
best <- which(score == max(score), arr.ind = TRUE)

# A sum of fifteen deals of unlike amounts: every outcome.
p <- c(.1, .25, .4, .05, .6, .3, .15, .8, .5, .35, .2, .45, .55, .7, .02)
a <- c(1200, 300, 4500, 90000, 700, 15000, 2200, 640, 8000, 5100, 300, 12500, 990, 3100, 250000)
sets <- as.matrix(expand.grid(rep(list(0:1), 15)))
mass <- apply(sets, 1, function(s) prod(ifelse(s == 1, p, 1 - p)))
value <- drop(sets %*% a)
at <- c(5000, 15000, 30000, 60000, 95000, 130000, 260000)
reach <- sapply(at, function(x) sum(mass[value >= x]))

# Posterior mean of e^x for events ~ Poisson(E e^x), x ~ N(-w^2/2, w^2), integrated.
cells <- data.frame(events = c(0, 1, 5, 12, 40), expected = c(3, 1, 8, 8, 25))
factor_of <- function(d, e, w) {
  f <- function(x) exp(d * x - e * exp(x) - (x + w^2 / 2)^2 / (2 * w^2) - (d * log(max(d, 1) / e) - max(d, 1)))
  integrate(function(x) exp(x) * f(x), -6, 6, rel.tol = 1e-10)$value / integrate(f, -6, 6, rel.tol = 1e-10)$value
}
w <- .35
factors <- mapply(factor_of, cells$events, cells$expected, MoreArgs = list(w = w))

list_of <- function(x) paste0("[", paste(format(x, digits = 15, trim = TRUE), collapse = ","), "]")
rows <- function(f) paste0("[", paste(sapply(windows, f), collapse = ","), "]")
writeLines(c("{",
  sprintf('  "made_by": "%s",', R.version.string),
  sprintf('  "windows": { "won": %s, "expected": %s, "variance": %s },',
    rows(function(w) list_of(w$won)), rows(function(w) list_of(w$expected)), rows(function(w) list_of(w$variance))),
  sprintf('  "shock": { "common": %g, "own": %g },', sizes[best[1]], sizes[best[2]]),
  sprintf('  "scores": %s,', rows(function(w) format(density(w, .3, .1), digits = 15))),
  sprintf('  "deals": { "chance": %s, "amount": %s, "at": %s, "reach": %s },', list_of(p), list_of(a), list_of(at), list_of(reach)),
  sprintf('  "factors": { "spread": %g, "events": %s, "expected": %s, "mean": %s }', w, list_of(cells$events), list_of(cells$expected), list_of(factors)),
  "}"), "luck.json")

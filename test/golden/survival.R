# Golden numbers for src/stats: run `Rscript survival.R` in this folder; it writes stays.csv and survival.json.
library(survival)
set.seed(20261124)
n <- 400
entered <- round(runif(n, 20000, 20600), 3)
length <- round(rweibull(n, shape = 1.3, scale = ifelse(runif(n) < .5, 12, 60)), 3)
length[1:12] <- round(length[1:12])            # ties and whole days
length[13:16] <- length[17:20]
to <- sample(c("won", "lost", "transferred"), n, replace = TRUE, prob = c(.3, .6, .1))
late <- runif(n) < .25                         # recording began during the stay
observed_from <- ifelse(late, round(entered + runif(n) * 10, 3), entered)
as_of <- 20620
stays <- data.frame(deal = sprintf("d%03d", 1:n), entered, left = round(entered + length, 3), to, observed_from)
write.csv(stays, "stays.csv", row.names = FALSE, quote = FALSE)

seen <- stays[pmin(stays$left, as_of) >= stays$observed_from, ]
ended <- seen$left <= as_of
start <- seen$observed_from - seen$entered
stop <- pmin(seen$left, as_of) - seen$entered
cause <- factor(ifelse(ended, seen$to, "open"), levels = c("open", "won", "lost", "transferred"))

edges <- c(1, 3, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 200, 300)
rows <- data.frame(start, stop, ended = as.integer(ended), cause)
parts <- survSplit(Surv(start, stop, ended) ~ ., rows, cut = edges, episode = "bin")
exposure <- sapply(1:16, function(k) sum((parts$stop - parts$start)[parts$bin == k]))
events <- function(c) sapply(1:16, function(k) sum(parts$ended == 1 & parts$cause == c & parts$bin == k))

# Cumulative incidence of winning under the piecewise constant rates, integrated by R.
rate <- function(c) events(c) / exposure
lower <- c(0, edges)
bin_of <- function(v) findInterval(v, lower)
total <- rate("won") + rate("lost") + rate("transferred")
width <- c(diff(lower), Inf)
cumulative <- function(v) { k <- bin_of(v); before <- if (k > 1) sum((total * width)[1:(k - 1)]) else 0; before + total[k] * (v - lower[k]) }
incidence <- function(from, to) {
  cuts <- sort(unique(c(from, lower[lower > from & lower < to], to)))
  sum(sapply(seq_len(length(cuts) - 1), function(i) {
    k <- bin_of(cuts[i])
    integrate(function(v) rate("won")[k] * exp(-(sapply(v, cumulative) - cumulative(from))), cuts[i], cuts[i + 1],
      rel.tol = 1e-12)$value
  }))
}

km <- survfit(Surv(start, stop, ended) ~ 1, rows[stop > start, ])
list_of <- function(x) paste0("[", paste(format(x, digits = 15, trim = TRUE), collapse = ","), "]")
q <- quantile(km, c(.5, .75, .9), conf.int = FALSE)
writeLines(c("{",
  sprintf('  "made_by": "%s, survival %s",', R.version.string, packageVersion("survival")),
  sprintf('  "as_of": %d,', as_of),
  sprintf('  "exposure": %s,', list_of(exposure)),
  sprintf('  "won": %s,', list_of(events("won"))),
  sprintf('  "lost": %s,', list_of(events("lost"))),
  sprintf('  "transferred": %s,', list_of(events("transferred"))),
  sprintf('  "incidence": { "from_0_to_30": %.15g, "from_0_to_90": %.15g, "from_20_to_50": %.15g },',
    incidence(0, 30), incidence(0, 90), incidence(20, 50)),
  sprintf('  "quantiles": %s', list_of(as.numeric(q))), "}"), "survival.json")

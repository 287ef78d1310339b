"""What people say in these tests, where the shipped models have to be sure of it."""

HATE = "장애인들은 쓸모없으니까 이 사회에서 다 없어져야 돼"
SURE = 0.5
"""The threshold under which no test has to hope for the third digit of a score."""

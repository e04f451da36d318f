export COACH_DATA=/tmp/x_campaign
.venv/bin/python x_eval.py $1 > /tmp/x_eval.out 2>/tmp/x_eval.err
